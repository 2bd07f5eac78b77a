//! Arrays of the SOAP encoding (SOAP 1.1, §5.4.2; SOAP 1.2 part 2, §3.1.4).

use std::{fmt::Write, ops};

use crate::{
    xml::{
        Cursor, MayBeAbsent, Name, NamespaceId, ReadError, ReadErrorKind, SOAP12_ENCODING,
        WriteElement, Writer,
    },
    xsd::Lexical,
};

const ARRAY_TYPE: Name = Name::new(NamespaceId::SOAPENC, "arrayType");
const OFFSET: Name = Name::new(NamespaceId::SOAPENC, "offset");
const POSITION: Name = Name::new(NamespaceId::SOAPENC, "position");
const ARRAY_SIZE: Name = Name::new(NamespaceId::SOAPENC12, "arraySize");
/// SOAP 1.2 attributes that repeat information from the contract.
const TYPES: [Name; 2] =
    [Name::new(NamespaceId::SOAPENC12, "itemType"), Name::new(NamespaceId::SOAPENC12, "nodeType")];

/// A length that is determined by the number of items.
const UNKNOWN: usize = usize::MAX;

/// The maximum number of dimensions of an array.
const DIMENSIONS: usize = 16;

/// An array of the SOAP encoding. It dereferences to its items, in row-major order if it has several
/// dimensions.
///
/// Items that are nil or were not sent are left out. [`place`](Self::place) returns the position of
/// an item in the array.
///
/// ```
/// use wsdlgen_runtime::soap::Array;
///
/// let names = Array::from(vec!["Ada", "Grace"]);
/// assert_eq!((names.len(), names.place(1)), (2, 1));
///
/// let table = Array::from(vec![1, 2, 3, 4, 5, 6]).with_dimensions(&[2, 3]);
/// assert_eq!(table.dimensions(), [2, 3]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Array<T> {
    items: Vec<T>,
    /// The lengths of the dimensions. Empty for a single dimension whose length is the number of items.
    dimensions: Vec<usize>,
    /// The position of each item. Empty if the positions are consecutive and start at 0.
    places: Vec<usize>,
}

impl<T> Array<T> {
    /// Sets the lengths of the dimensions.
    #[must_use]
    pub fn with_dimensions(mut self, dimensions: &[usize]) -> Self {
        self.dimensions = dimensions.to_vec();
        self
    }

    /// Sets the position of each item, in row-major order.
    #[must_use]
    pub fn with_places(mut self, places: &[usize]) -> Self {
        self.places = places.to_vec();
        self
    }

    /// Returns the lengths of the dimensions.
    pub fn dimensions(&self) -> Vec<usize> {
        if self.dimensions.is_empty() { vec![self.items.len()] } else { self.dimensions.clone() }
    }

    /// Returns the position of an item, in row-major order.
    pub fn place(&self, item: usize) -> usize {
        self.places.get(item).copied().unwrap_or(item)
    }

    /// Returns the items.
    pub fn into_vec(self) -> Vec<T> {
        self.items
    }
}

impl<T> Default for Array<T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<T> MayBeAbsent for Array<T> {
    const ABSENT: Self = Self { items: Vec::new(), dimensions: Vec::new(), places: Vec::new() };
}

impl<T> From<Vec<T>> for Array<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, dimensions: Vec::new(), places: Vec::new() }
    }
}

impl<T> FromIterator<T> for Array<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        items.into_iter().collect::<Vec<T>>().into()
    }
}

impl<T> ops::Deref for Array<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> ops::DerefMut for Array<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.items
    }
}

impl<T> IntoIterator for Array<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Array<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl Cursor<'_> {
    /// Reads the current element as an array. Items may have any name.
    ///
    /// # Errors
    ///
    /// If the dimensions or positions are not valid, or `read` fails.
    pub fn array<T>(
        &mut self,
        read: impl Fn(&mut Self) -> Result<T, ReadError>,
    ) -> Result<Array<T>, ReadError> {
        let dimensions = self.stated_dimensions()?;
        let mut next = match self.take_attribute(&OFFSET) {
            Some(offset) => self.place(&offset, &dimensions)?,
            None => 0,
        };
        let mut array = Array { items: Vec::new(), dimensions, places: Vec::new() };
        while self.next_element()? {
            self.enter()?;
            if let Some(position) = self.take_attribute(&POSITION) {
                next = self.place(&position, &array.dimensions)?;
            }
            if let Some(item) = self.unless_nil(&read)? {
                self.push(&mut array.items, item)?;
                self.push(&mut array.places, next)?;
            }
            next = next.saturating_add(1);
        }
        self.leave()?;
        if array.dimensions.first() == Some(&UNKNOWN) {
            let rest = array.dimensions[1..].iter();
            let of_one = rest.fold(1, |product: usize, length| product.saturating_mul(*length));
            array.dimensions[0] = array.items.len().div_ceil(of_one.max(1));
        }
        if array.places.iter().copied().eq(0..array.items.len()) {
            array.places.clear();
            if array.dimensions == [array.items.len()] {
                array.dimensions.clear();
            }
        }
        Ok(array)
    }

    /// Reads the lengths of the dimensions, in the syntax of either SOAP version. Returns an empty list
    /// if they are not given.
    fn stated_dimensions(&mut self) -> Result<Vec<usize>, ReadError> {
        let [_, _] = TYPES.map(|name| self.take_attribute(&name));
        if let Some(stated) = self.take_attribute(&ARRAY_TYPE) {
            let last = stated.rsplit_once('[').map(|(_, last)| last);
            return self.lengths(last.unwrap_or_default());
        }
        let Some(stated) = self.take_attribute(&ARRAY_SIZE) else { return Ok(Vec::new()) };
        // The first length may be `*`: determined by the number of items (§3.1.6).
        let (is_open, rest) = match stated.trim().strip_prefix('*') {
            Some(rest) => (true, rest),
            None => (false, stated.trim()),
        };
        let rest = self.lengths(&rest.split_whitespace().collect::<Vec<_>>().join(","))?;
        let is_unknown = is_open && !rest.is_empty();
        Ok(is_unknown.then_some(UNKNOWN).into_iter().chain(rest).collect())
    }

    /// Parses the numbers in `2,3]`. Returns an empty list if there are none.
    fn lengths(&self, text: &str) -> Result<Vec<usize>, ReadError> {
        let text = text.trim().trim_start_matches('[').trim_end_matches(']').trim();
        if text.is_empty() || text.chars().all(|character| matches!(character, ',' | ' ')) {
            return Ok(Vec::new());
        }
        let lengths = text.split(',').take(DIMENSIONS + 1).map(|length| length.trim().parse().ok());
        let lengths = lengths.collect::<Option<Vec<usize>>>();
        let fits = |lengths: &Vec<usize>| lengths.len() <= DIMENSIONS;
        lengths.filter(fits).ok_or_else(|| {
            let what = "array dimensions or positions are not valid numbers";
            self.error(ReadErrorKind::Malformed(what.into()))
        })
    }

    /// Converts coordinates such as `[1,2]` to a position in row-major order.
    fn place(&self, text: &str, dimensions: &[usize]) -> Result<usize, ReadError> {
        let coordinates = self.lengths(text)?;
        let mut place = 0_usize;
        for (index, coordinate) in coordinates.iter().enumerate() {
            let length = dimensions.get(index).copied().unwrap_or(1);
            place = place.saturating_mul(length).saturating_add(*coordinate);
        }
        Ok(place)
    }
}

impl<T> Array<T> {
    /// Writes the type of the items and the dimensions, in the syntax of the message's SOAP version.
    /// SOAP 1.2 cannot express gaps, so arrays with gaps always use the SOAP 1.1 syntax.
    pub fn write_type(&self, item_type: &str, writer: &mut Writer) {
        if writer.has_soap12_arrays && self.places.is_empty() {
            return self.write_item_type(item_type, writer);
        }
        let mut value = item_type.to_owned();
        append_coordinates(&self.dimensions(), &mut value);
        writer.attribute("soapenc:arrayType", &value);
    }

    fn write_item_type(&self, item_type: &str, writer: &mut Writer) {
        writer.attribute("xmlns:enc", SOAP12_ENCODING);
        // The items of an array of arrays have no type name.
        if !item_type.contains('[') {
            writer.attribute("enc:itemType", item_type);
        }
        let lengths: Vec<String> = self.dimensions().iter().map(ToString::to_string).collect();
        writer.attribute("enc:arraySize", &lengths.join(" "));
    }

    /// Writes the items as values.
    pub fn write_values(&self, tag: &'static str, type_name: Option<&str>, writer: &mut Writer)
    where
        T: Lexical,
    {
        for (index, item) in self.items.iter().enumerate() {
            self.open_item(index, tag, type_name, writer);
            writer.declare_names(item);
            writer.raw(">");
            writer.value(item);
            writer.close(tag);
        }
    }

    /// Writes the items as elements with attributes and content.
    pub fn write_elements(&self, tag: &'static str, type_name: Option<&str>, writer: &mut Writer)
    where
        T: WriteElement,
    {
        for (index, item) in self.items.iter().enumerate() {
            self.open_item(index, tag, type_name, writer);
            item.write_attributes(writer);
            writer.raw(">");
            item.write_content(writer);
            writer.close(tag);
        }
    }

    fn open_item(&self, index: usize, tag: &str, type_name: Option<&str>, writer: &mut Writer) {
        writer.raw(&tag[..tag.len() - 1]);
        if let Some(name) = type_name {
            writer.attribute("xsi:type", name);
        }
        if !self.places.is_empty() {
            let mut position = String::new();
            append_coordinates(&self.coordinates(self.place(index)), &mut position);
            writer.attribute("soapenc:position", &position);
        }
    }

    /// Converts a position to coordinates.
    fn coordinates(&self, place: usize) -> Vec<usize> {
        let mut rest = place;
        let mut coordinates: Vec<usize> = Vec::new();
        for length in self.dimensions().iter().skip(1).rev() {
            coordinates.push(rest % (*length).max(1));
            rest /= (*length).max(1);
        }
        coordinates.push(rest);
        coordinates.reverse();
        coordinates
    }
}

/// Appends coordinates in the form `[1,2]`.
fn append_coordinates(coordinates: &[usize], text: &mut String) {
    text.push('[');
    for (index, coordinate) in coordinates.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{coordinate}");
    }
    text.push(']');
}

#[cfg(test)]
mod tests {
    use super::Array;
    use crate::xml::{Cursor, Namespaces, ReadOptions, Writer};

    const DECLARED: &str = "xmlns:enc='http://www.w3.org/2003/05/soap-encoding' \
                            xmlns:soapenc='http://schemas.xmlsoap.org/soap/encoding/' \
                            xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'";

    fn read(array: &str) -> Result<Array<i32>, crate::xml::ReadError> {
        let document = format!("<a {DECLARED} {array}</a>");
        let mut cursor = Cursor::new(&document, Namespaces::NONE, &ReadOptions::default())?;
        cursor.enter()?;
        cursor.array(Cursor::value)
    }

    #[test]
    fn reads_dimensions_and_positions() {
        let array = |items: &[i32]| Array::from(items.to_vec());
        let cases = [
            ("><i>7</i><j>8</j>", array(&[7, 8])),
            ("soapenc:arrayType='xsd:int[2]'><i>7</i><j>8</j>", array(&[7, 8])),
            ("soapenc:arrayType='xsd:int[ ]'>", array(&[])),
            (
                "soapenc:arrayType='xsd:int[5]' soapenc:offset='[2]'><i>7</i><i>8</i>",
                array(&[7, 8]).with_dimensions(&[5]).with_places(&[2, 3]),
            ),
            (
                "soapenc:arrayType='xsd:int[2,3]'><i soapenc:position='[1,0]'>7</i><i>8</i>",
                array(&[7, 8]).with_dimensions(&[2, 3]).with_places(&[3, 4]),
            ),
            (
                "soapenc:arrayType='xsd:int[][3]'><i>7</i><i xsi:nil='1'/><i>8</i>",
                array(&[7, 8]).with_dimensions(&[3]).with_places(&[0, 2]),
            ),
            ("enc:itemType='xsd:int' enc:arraySize='2'><i>7</i><i>8</i>", array(&[7, 8])),
            ("enc:arraySize='*'><i>7</i><i>8</i>", array(&[7, 8])),
            (
                "enc:arraySize='* 2'><i>7</i><i>8</i><i>9</i><i>10</i>",
                array(&[7, 8, 9, 10]).with_dimensions(&[2, 2]),
            ),
        ];
        for (written, expected) in cases {
            assert_eq!(read(written).unwrap(), expected, "{written}");
        }
        for invalid in ["soapenc:arrayType='xsd:int[x]'>", "soapenc:offset='[-1]'>"] {
            let error = read(invalid).unwrap_err().to_string();
            assert!(error.contains("not valid numbers"), "{error}");
        }
    }

    #[test]
    fn reads_back_written_arrays() {
        let arrays = [
            Array::from(vec![1, 2, 3]),
            Array::from(vec![1, 2, 3, 4, 5, 6]).with_dimensions(&[3, 2]),
            Array::from(vec![1, 2]).with_dimensions(&[4, 2, 2]).with_places(&[5, 15]),
        ];
        let of_both_versions = arrays.iter().flat_map(|array| [(array, false), (array, true)]);
        for (array, has_soap12_arrays) in of_both_versions {
            let mut writer = Writer::default();
            writer.has_soap12_arrays = has_soap12_arrays;
            writer.raw(&format!("<r {DECLARED}><a"));
            array.write_type("xsd:int", &mut writer);
            writer.raw(">");
            array.write_values("<item>", Some("xsd:int"), &mut writer);
            writer.raw("</a></r>");
            let text = String::from_utf8(writer.finish().unwrap()).unwrap();
            let mut cursor = Cursor::new(&text, Namespaces::NONE, &ReadOptions::default()).unwrap();
            cursor.enter().unwrap();
            cursor.enter().unwrap();
            assert_eq!(cursor.array(Cursor::value).unwrap(), *array, "{text}");
            let has_gaps = array.place(0) != 0;
            assert_eq!(text.contains("arraySize"), has_soap12_arrays && !has_gaps, "{text}");
        }
    }
}
