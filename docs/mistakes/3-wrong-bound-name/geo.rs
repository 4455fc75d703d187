pub fn dot<const COUNT: usize>(a: [f64; COUNT], b: [f64; CUONT]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
