//! The People service, in the SOAP encoding.

use wsdlgen_expectations::rpc_encoded::{ports, ArrayOfPerson, Find, PeopleClient, Person, Table};
use wsdlgen_runtime::soap::Array;

use crate::{refused, same, Checked, Peer, Tally};

pub(crate) async fn drive(url: &str, peer: &Peer, tally: &mut Tally) {
    let client = match PeopleClient::connect(ports::PEOPLE_SOAP.at(url)) {
        Ok(client) => client.with_settings(tally.settings()),
        Err(error) => return tally.add("people: connect", Err(error.to_string())),
    };
    find_all(&client, tally).await;
    let result = find_beyond_the_first_plane(&client, peer).await;
    tally.add("people: find a character beyond U+FFFF", result);
    turn_all(&client, tally).await;
}

async fn find_all(client: &PeopleClient, tally: &mut Tally) {
    let ada = person("Ada", None);
    let deep = person("1", Some(person("2", Some(person("3", None)))));
    let empty = Person { name: Some(String::new()), age: Some(i32::MIN), friend: None };
    let lists: [(&str, Vec<Person>); 7] = [
        ("one", vec![ada.clone()]),
        ("an empty array", vec![]),
        ("markup and other letters", vec![person("<a> & \"b\" ' ]]> \u{e9}\u{4e2d}", None)]),
        ("white space", vec![person("  two\n\tlines ", None)]),
        ("empty text and a negative number", vec![empty]),
        ("nothing but absent members", vec![Person::default()]),
        ("several, and friends of friends", vec![ada.clone(), deep.clone(), ada.clone()]),
    ];
    for (name, people) in lists {
        let found = find(client, Some(people.clone()), Some(true), Some(people)).await;
        tally.add(&format!("people: find {name}"), found);
    }
    let asked = vec![ada, deep];
    let twice = [asked.clone(), asked.clone()].concat();
    let found = find(client, Some(asked.clone()), Some(false), Some(twice.clone())).await;
    tally.add("people: find the same objects twice", found);
    let found = find(client, Some(asked), None, Some(twice)).await;
    tally.add("people: find without 'exact'", found);
    tally.add("people: find nothing in nothing", find(client, None, None, None).await);
    let request = Find { names: Some(vec![person("nobody", None)].into()), exact: None };
    let reason = "nobody & <nothing> is known";
    tally.add("people: find, refused", refused(client.find(request).await, reason));
}

/// Checks that the character is returned. If the peer splits characters, the reply must be rejected as not well-formed.
async fn find_beyond_the_first_plane(client: &PeopleClient, peer: &Peer) -> Checked {
    let people = vec![person("\u{1f600}", None)];
    let found = find(client, Some(people.clone()), Some(true), Some(people)).await;
    if !peer.splits_characters {
        return found;
    }
    match found {
        Err(error) if error.contains("not well-formed: invalid reference `&#xD83D;`") => Ok(()),
        other => Err(format!("half a character was not rejected: {other:?}")),
    }
}

async fn turn_all(client: &PeopleClient, tally: &mut Tally) {
    let tables = [
        ("two rows", vec![1, 2, 3, 4, 5, 6], [2, 3], vec![1, 4, 2, 5, 3, 6]),
        ("a square", vec![1, -2, 3, i32::MAX], [2, 2], vec![1, 3, -2, i32::MAX]),
        ("three rows", vec![1, 4, 2, 5, 3, 6], [3, 2], vec![1, 2, 3, 4, 5, 6]),
    ];
    for (name, table, dimensions, turned) in tables {
        let turned = turn(client, table, dimensions, turned).await;
        tally.add(&format!("people: turn {name}"), turned);
    }
    let nothing = client.turn(None).await.map_err(|error| error.to_string());
    tally.add("people: turn nothing", nothing.and_then(|reply| same(&reply.body, &None)));
}

fn person(name: &str, friend: Option<Person>) -> Person {
    Person { name: Some(name.to_owned()), age: Some(36), friend: friend.map(Box::new) }
}

async fn find(
    client: &PeopleClient,
    names: Option<Vec<Person>>,
    exact: Option<bool>,
    expected: Option<Vec<Person>>,
) -> Checked {
    let request = Find { names: names.map(Into::into), exact };
    let reply = client.find(request).await.map_err(|error| error.to_string())?;
    same(&reply.body, &expected.map(ArrayOfPerson::from))
}

async fn turn(
    client: &PeopleClient,
    table: Vec<i32>,
    [rows, columns]: [usize; 2],
    turned: Vec<i32>,
) -> Checked {
    let table = Table { items: Array::from(table).with_dimensions(&[rows, columns]) };
    let turned = Table { items: Array::from(turned).with_dimensions(&[columns, rows]) };
    let reply = client.turn(table).await.map_err(|error| error.to_string())?;
    same(&reply.body, &Some(turned))
}
