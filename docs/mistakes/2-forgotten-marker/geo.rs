pub fn divide(a: i32, b: i32, quotient: i32, remainder: i32) {
    quotient = a / b;
    remainder = a % b;
}
