//! `list!` and `dictionary!`: records that consist of one repeated member.

/// Declares that a record consists of one repeated member, so that it can be used like its `Vec`.
///
/// The record derefs to the `Vec`, is iterable, and converts from the `Vec`, an array and an iterator. `nillable` before
/// the record's name means that the items are [`Nillable`](crate::xml::Nillable). Then bare items convert into it as
/// well, and `values` iterates over the items that are not nil. `any` before the name means that the items are
/// [`MixedAny`](crate::codegen::v1::MixedAny), and `elements` iterates over the elements.
///
/// ```
/// # mod prices {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:prices" }
///
/// rt::record! {
///     pub struct ArrayOfPrice {
///         repeated price: Vec<rt::Nillable<u32>> = "Price"@tns nillable value,
///     }
/// }
/// rt::list! { nillable ArrayOfPrice { price: u32 } }
///
/// # pub fn main() {
/// let prices: ArrayOfPrice = vec![3, 5].into();
/// assert_eq!(prices.len(), 2);
/// assert_eq!(prices.values().sum::<u32>(), 8);
/// let doubled: ArrayOfPrice = prices.values().map(|price| price * 2).collect();
/// assert_eq!(doubled[1], rt::Nillable::Value(10));
/// # }
/// # }
/// # prices::main();
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_list {
    (any $Name:ident { $member:ident }) => {
        $crate::__v1_list! { $Name { $member: $crate::codegen::v1::MixedAny } }

        impl $Name {
            /// Returns an iterator over the elements, without the text between them.
            pub fn elements(&self) -> impl Iterator<Item = &$crate::xml::AnyElement> {
                self.$member.iter().filter_map($crate::codegen::v1::MixedAny::as_element)
            }
        }
    };
    (nillable $Name:ident { $member:ident: $Item:ty }) => {
        $crate::__v1_list! { $Name { $member: $crate::xml::Nillable<$Item> } }

        impl $Name {
            /// Returns an iterator over the items that are not nil.
            pub fn values(&self) -> impl Iterator<Item = &$Item> {
                self.$member.iter().flatten()
            }
        }

        /// Creates a list of items that are not nil.
        impl From<Vec<$Item>> for $Name {
            fn from(items: Vec<$Item>) -> Self {
                items.into_iter().collect()
            }
        }

        /// Creates a list of items that are not nil.
        impl<const N: usize> From<[$Item; N]> for $Name {
            fn from(items: [$Item; N]) -> Self {
                items.into_iter().collect()
            }
        }

        /// Collects items that are not nil.
        impl FromIterator<$Item> for $Name {
            fn from_iter<__Items: IntoIterator<Item = $Item>>(items: __Items) -> Self {
                items.into_iter().map($crate::xml::Nillable::Value).collect()
            }
        }
    };
    ($Name:ident { $member:ident: $Item:ty }) => {
        /// Dereferences to the items.
        impl ::core::ops::Deref for $Name {
            type Target = Vec<$Item>;

            fn deref(&self) -> &Self::Target {
                &self.$member
            }
        }

        /// Dereferences to the items.
        impl ::core::ops::DerefMut for $Name {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.$member
            }
        }

        /// Creates a list of these items.
        impl From<Vec<$Item>> for $Name {
            fn from($member: Vec<$Item>) -> Self {
                Self { $member }
            }
        }

        /// Creates a list of these items.
        impl<const N: usize> From<[$Item; N]> for $Name {
            fn from(items: [$Item; N]) -> Self {
                Self { $member: items.into() }
            }
        }

        /// Collects the items.
        impl FromIterator<$Item> for $Name {
            fn from_iter<__Items: IntoIterator<Item = $Item>>(items: __Items) -> Self {
                Self { $member: items.into_iter().collect() }
            }
        }

        /// Iterates over the items.
        impl IntoIterator for $Name {
            type Item = $Item;
            type IntoIter = ::std::vec::IntoIter<$Item>;

            fn into_iter(self) -> Self::IntoIter {
                self.$member.into_iter()
            }
        }

        /// Iterates over the items.
        impl<'a> IntoIterator for &'a $Name {
            type Item = &'a $Item;
            type IntoIter = ::core::slice::Iter<'a, $Item>;

            fn into_iter(self) -> Self::IntoIter {
                self.$member.iter()
            }
        }
    };
}

/// Declares that the items of a list are pairs of a key and a value, so that it converts from and into maps.
///
/// `nillable` before the list's name is as in [`list!`](crate::codegen::v1::list). The entry's name is followed by its
/// two members, whose words say how they hold their values: `required` as they are, `optional` in an `Option`,
/// `nillable` in a [`Nillable`](crate::xml::Nillable) or an [`Optional`](crate::xml::Optional).
///
/// ```
/// # mod labels {
/// use std::collections::BTreeMap;
///
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:labels" }
///
/// rt::record! {
///     pub struct Labels {
///         repeated label: Vec<Label> = "Label"@tns element,
///     }
/// }
/// rt::list! { Labels { label: Label } }
/// rt::dictionary! { Labels { Label { key: required String, value: optional u32 } } }
///
/// rt::record! {
///     pub struct Label new {
///         required key: String = "Key"@tns string,
///         optional value: Option<u32> = "Value"@tns value,
///     }
/// }
///
/// # pub fn main() {
/// let map = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]);
/// let labels = Labels::from(map.clone());
/// assert_eq!(labels.pairs().next(), Some((&"a".to_owned(), &1)));
/// assert_eq!(labels.into_pairs().collect::<BTreeMap<_, _>>(), map);
/// # }
/// # }
/// # labels::main();
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_dictionary {
    (nillable $Name:ident { $($entry:tt)* }) => {
        $crate::__v1_dictionary! { @values flatten $Name { $($entry)* } }
    };
    ($Name:ident { $($entry:tt)* }) => {
        $crate::__v1_dictionary! { @iter into_iter $Name { $($entry)* } }
    };
    // `$entries` returns an iterator over the entries. `$flatten` is `flatten`, to skip entries that are nil, or `into_iter` if
    // entries are not nillable.
    (@$entries:ident $flatten:ident $Name:ident {
        $Entry:ty { $key:ident: $key_word:ident $Key:ty, $value:ident: $value_word:ident $Value:ty }
    }) => {
        /// Collects entries from keys and values.
        impl FromIterator<($Key, $Value)> for $Name {
            fn from_iter<__Pairs: IntoIterator<Item = ($Key, $Value)>>(pairs: __Pairs) -> Self {
                type __Entry = $Entry;
                let entry = |($key, $value): ($Key, $Value)| {
                    __Entry { $key: $key.into(), $value: $value.into() }
                };
                pairs.into_iter().map(entry).collect()
            }
        }

        /// Creates an entry for each key, in no particular order.
        impl<__State> From<::std::collections::HashMap<$Key, $Value, __State>> for $Name {
            fn from(map: ::std::collections::HashMap<$Key, $Value, __State>) -> Self {
                map.into_iter().collect()
            }
        }

        /// Creates an entry for each key, in key order.
        impl From<::std::collections::BTreeMap<$Key, $Value>> for $Name {
            fn from(map: ::std::collections::BTreeMap<$Key, $Value>) -> Self {
                map.into_iter().collect()
            }
        }

        impl $Name {
            /// Converts into an iterator over the keys and values, which can be collected into a map. Skips entries without a
            /// key or a value.
            pub fn into_pairs(self) -> impl Iterator<Item = ($Key, $Value)> {
                self.into_iter().$flatten().filter_map(|entry| {
                    let key = $crate::__v1_entry_value!(into $key_word entry.$key)?;
                    Some((key, $crate::__v1_entry_value!(into $value_word entry.$value)?))
                })
            }

            /// Returns an iterator over the entries that have a key and a value.
            pub fn pairs(&self) -> impl Iterator<Item = (&$Key, &$Value)> {
                self.$entries().filter_map(|entry| {
                    let key = $crate::__v1_entry_value!($key_word entry.$key)?;
                    Some((key, $crate::__v1_entry_value!($value_word entry.$value)?))
                })
            }
        }
    };
}

/// The value of a member of an entry, as an `Option`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_entry_value {
    (into required $value:expr) => {
        Some($value)
    };
    (into optional $value:expr) => {
        $value
    };
    (into nillable $value:expr) => {
        $value.into_option()
    };
    (required $value:expr) => {
        Some(&$value)
    };
    (optional $value:expr) => {
        $value.as_ref()
    };
    (nillable $value:expr) => {
        $value.as_option()
    };
}
