import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import javax.xml.namespace.QName;
import javax.xml.rpc.ParameterMode;
import org.apache.axis.AxisEngine;
import org.apache.axis.AxisFault;
import org.apache.axis.Constants;
import org.apache.axis.client.Call;
import org.apache.axis.client.Service;
import org.apache.axis.encoding.ser.ArrayDeserializerFactory;
import org.apache.axis.encoding.ser.ArraySerializerFactory;
import org.apache.axis.encoding.ser.BeanDeserializerFactory;
import org.apache.axis.encoding.ser.BeanSerializerFactory;

/** Calls People with references to every object, and compares what comes back. */
public class Caller {
    static final String NS = "urn:example:encoded";
    static final QName PERSON = new QName(NS, "Person"), PEOPLE = new QName(NS, "ArrayOfPerson"), TABLE = new QName(NS, "Table");
    static int calls, failed;
    static String url;

    public static void main(String[] args) {
        url = args[0] + "/people";
        Person ada = person("Ada", 36, null), friend = person("friend", 1, ada);
        String hard = "<a> & \"b\" ' ]]> \u00e9\u4e2d";
        check("find one", () -> find(true, ada), "[Ada/36/null]");
        check("find an empty array", () -> find(true), "[]");
        check("find markup and other letters", () -> find(true, person(hard, 0, null)), "[" + hard + "/0/null]");
        check("find nothing but absent members", () -> find(true, new Person()), "[null/null/null]");
        check("find the same object in several places", () -> find(true, ada, friend, ada), "[Ada/36/null, friend/1/Ada/36/null, Ada/36/null]");
        check("find each twice", () -> find(false, ada, friend), "[Ada/36/null, friend/1/Ada/36/null, Ada/36/null, friend/1/Ada/36/null]");
        check("find without 'exact'", () -> find(null, ada), "[Ada/36/null, Ada/36/null]");
        check("find nothing in nothing", () -> find(null, (Person[]) null), "null");
        check("find, refused", () -> find(true, person("nobody", 1, null)), "Client: nobody & <nothing> is known");
        check("turn two rows", () -> turn(new int[][] { { 1, 2, 3 }, { 4, 5, 6 } }), "[[1, 4], [2, 5], [3, 6]]");
        check("turn three rows", () -> turn(new int[][] { { 1, 4 }, { 2, 5 }, { 3, 6 } }), "[[1, 2, 3], [4, 5, 6]]");
        check("turn nothing", () -> turn(null), "null");
        System.out.println("calls: " + calls + ", failed: " + failed);
        System.exit(failed == 0 ? 0 : 1);
    }

    static String find(Boolean exact, Person... names) throws Exception {
        Call call = call("find", PEOPLE, Person[].class);
        call.addParameter("names", PEOPLE, Person[].class, ParameterMode.IN);
        call.addParameter("exact", Constants.XSD_BOOLEAN, Boolean.class, ParameterMode.IN);
        Person[] found = (Person[]) call.invoke(new Object[] { names, exact });
        return found == null ? "null" : Arrays.toString(Arrays.stream(found).map(Caller::shown).toArray());
    }

    static String turn(int[][] table) throws Exception {
        Call call = call("turn", TABLE, int[][].class);
        call.addParameter("table", TABLE, int[][].class, ParameterMode.IN);
        return String.valueOf(Arrays.deepToString((int[][]) call.invoke(new Object[] { table })));
    }

    static Call call(String operation, QName type, Class<?> returned) throws Exception {
        Call call = (Call) new Service().createCall();
        call.setTargetEndpointAddress(url);
        call.setOperationName(new QName(NS, operation));
        call.setSOAPActionURI("urn:" + operation);
        call.setUseSOAPAction(true);
        call.setProperty(AxisEngine.PROP_TWOD_ARRAY_ENCODING, Boolean.TRUE);
        call.registerTypeMapping(Person.class, PERSON, new BeanSerializerFactory(Person.class, PERSON), new BeanDeserializerFactory(Person.class, PERSON));
        call.registerTypeMapping(Person[].class, PEOPLE, new ArraySerializerFactory(PERSON, null), new ArrayDeserializerFactory(PERSON));
        call.registerTypeMapping(int[][].class, TABLE, new ArraySerializerFactory(Constants.XSD_INT, null), new ArrayDeserializerFactory(Constants.XSD_INT));
        call.setReturnType(type, returned);
        return call;
    }

    static Person person(String name, int age, Person friend) {
        Person person = new Person();
        person.setName(name);
        person.setAge(age);
        person.setFriend(friend);
        return person;
    }

    static String shown(Person person) {
        return person == null ? "null" : person.getName() + "/" + person.getAge() + "/" + shown(person.getFriend());
    }

    static void check(String name, Callable<String> call, String expected) {
        calls++;
        String found;
        try {
            found = call.call();
        } catch (AxisFault fault) {
            found = fault.getFaultCode().getLocalPart() + ": " + fault.getFaultString();
        } catch (Exception error) {
            found = error.toString();
        }
        boolean same = Objects.equals(found, expected);
        if (!same) failed++;
        System.out.println(same ? "ok people: " + name : "FAILED people: " + name + ": it is " + found + ", not " + expected);
    }
}
