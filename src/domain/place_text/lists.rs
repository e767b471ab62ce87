//! For each number from 0 on a list of things, all in one row of memory.

/// Lists by number. Four bytes a list and the size of what is in them.
#[derive(Debug, Default)]
pub(super) struct Lists<T> {
    from: Vec<u32>,
    items: Vec<T>,
}

impl<T> Lists<T> {
    /// From pairs of a number below `count` and what belongs to its list; the order of the pairs is kept. O(n log n).
    pub fn build(count: usize, mut pairs: Vec<(u32, T)>) -> Self {
        pairs.sort_by_key(|(number, _)| *number);
        let mut from = Vec::with_capacity(count + 1);
        for number in 0..=count {
            from.push(pairs.partition_point(|(own, _)| (*own as usize) < number) as u32);
        }
        Self { from, items: pairs.into_iter().map(|(_, item)| item).collect() }
    }

    /// The list of a number; empty for one that has none.
    pub fn of(&self, number: u32) -> &[T] {
        let bound = |number: usize| self.from.get(number).map_or(0, |&bound| bound as usize);
        let (from, until) = (bound(number as usize), bound(number as usize + 1));
        self.items.get(from..until).unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Bytes that the lists hold.
    pub fn bytes(&self) -> usize {
        self.from.capacity() * size_of::<u32>() + self.items.capacity() * size_of::<T>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_its_list_in_order() {
        let lists = Lists::build(4, vec![(2, 'a'), (0, 'b'), (2, 'c')]);
        assert_eq!(lists.of(0), ['b']);
        assert!(lists.of(1).is_empty() && lists.of(3).is_empty() && lists.of(9).is_empty());
        assert_eq!(lists.of(2), ['a', 'c']);
        assert_eq!(lists.len(), 3);
    }
}
