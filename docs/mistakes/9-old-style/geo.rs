pub fn power(base, exponent) -> f64 {
    base.powi(exponent)
}
