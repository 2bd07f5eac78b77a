//! `list!`: records that consist of one repeated member.

/// Declares that a record consists of one repeated member, so that it can be used like its `Vec`.
///
/// The record derefs to the `Vec`, is iterable, and converts from and into it and from an iterator. `nillable` before
/// the record's name means that the items are [`Nillable`](crate::xml::Nillable). Then bare items convert into it as
/// well, and `values` iterates over the items that are not nil.
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
    (nillable $Name:ident { $member:ident: $Item:ty }) => {
        $crate::__v1_list! { $Name { $member: $crate::xml::Nillable<$Item> } }

        impl $Name {
            /// Returns an iterator over the items that are not nil.
            pub fn values(&self) -> impl Iterator<Item = &$Item> {
                self.$member.iter().flatten()
            }
        }

        impl From<Vec<$Item>> for $Name {
            fn from(items: Vec<$Item>) -> Self {
                items.into_iter().collect()
            }
        }

        impl FromIterator<$Item> for $Name {
            fn from_iter<I: IntoIterator<Item = $Item>>(items: I) -> Self {
                items.into_iter().map($crate::xml::Nillable::Value).collect()
            }
        }
    };
    ($Name:ident { $member:ident: $Item:ty }) => {
        impl ::core::ops::Deref for $Name {
            type Target = Vec<$Item>;

            fn deref(&self) -> &Self::Target {
                &self.$member
            }
        }

        impl ::core::ops::DerefMut for $Name {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.$member
            }
        }

        impl From<Vec<$Item>> for $Name {
            fn from($member: Vec<$Item>) -> Self {
                Self { $member }
            }
        }

        impl From<$Name> for Vec<$Item> {
            fn from(list: $Name) -> Self {
                list.$member
            }
        }

        impl FromIterator<$Item> for $Name {
            fn from_iter<I: IntoIterator<Item = $Item>>(items: I) -> Self {
                Self { $member: items.into_iter().collect() }
            }
        }

        impl IntoIterator for $Name {
            type Item = $Item;
            type IntoIter = ::std::vec::IntoIter<$Item>;

            fn into_iter(self) -> Self::IntoIter {
                self.$member.into_iter()
            }
        }

        impl<'a> IntoIterator for &'a $Name {
            type Item = &'a $Item;
            type IntoIter = ::core::slice::Iter<'a, $Item>;

            fn into_iter(self) -> Self::IntoIter {
                self.$member.iter()
            }
        }
    };
}
