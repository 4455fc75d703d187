macro_rules! clamp {
    ($x:expr, $low:expr, $high:expr) => {
        $x.max($low).min($high)
    };
}

pub fn clamped(x: f64) -> f64 {
    clamp(x, 0.0, 1.0)
}
