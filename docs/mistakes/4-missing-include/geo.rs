pub fn distinct(x: &[u64]) -> HashSet<u64> {
    x.iter().copied().collect()
}
