// SPDX-License-Identifier: MIT
//! The classes in PyO3, as its users write them: fields with `get, set`; what is opaque to
//! the others is boxed, so that it costs the allocation that it costs them.
use pyo3::prelude::*;

#[cfg(feature = "point")]
mod point {
    use pyo3::prelude::*;

    #[pyclass]
    pub struct Point {
        #[pyo3(get, set)]
        x: f64,
        #[pyo3(get, set)]
        y: f64,
    }

    #[pymethods]
    impl Point {
        #[new]
        fn new(x: f64, y: f64) -> Self {
            Point { x, y }
        }
        fn norm(&self) -> f64 {
            (self.x * self.x + self.y * self.y).sqrt()
        }
        fn distance(&self, q: &Point) -> f64 {
            let (x, y) = (self.x - q.x, self.y - q.y);
            (x * x + y * y).sqrt()
        }
    }

    #[pyfunction]
    pub fn total_points(all: Vec<PyRef<'_, Point>>) -> f64 {
        all.iter().map(|p| p.x).sum()
    }
}

#[cfg(feature = "ball")]
mod ball {
    use pyo3::prelude::*;

    struct Inner {
        x: f64,
        y: f64,
    }

    #[pyclass]
    pub struct Ball {
        p: Box<Inner>,
    }

    #[pymethods]
    impl Ball {
        #[new]
        fn new(x: f64, y: f64) -> Self {
            Ball { p: Box::new(Inner { x, y }) }
        }
        #[getter]
        fn get_x(&self) -> f64 {
            self.p.x
        }
        #[setter]
        fn set_x(&mut self, x: f64) {
            self.p.x = x;
        }
        fn norm(&self) -> f64 {
            (self.p.x * self.p.x + self.p.y * self.p.y).sqrt()
        }
        fn distance(&self, q: &Ball) -> f64 {
            let (x, y) = (self.p.x - q.p.x, self.p.y - q.p.y);
            (x * x + y * y).sqrt()
        }
    }

    #[pyfunction]
    pub fn total_balls(all: Vec<PyRef<'_, Ball>>) -> f64 {
        all.iter().map(|b| b.p.x).sum()
    }
}

#[cfg(feature = "more")]
mod more {
    use pyo3::prelude::*;

    #[pyclass]
    pub struct Counter {
        left: i32,
    }

    #[pymethods]
    impl Counter {
        #[new]
        fn new(n: i32) -> Self {
            Counter { left: n }
        }
        fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
            slf
        }
        fn __next__(&mut self) -> Option<i32> {
            if self.left <= 0 {
                return None;
            }
            self.left -= 1;
            Some(self.left)
        }
    }

    #[pyfunction]
    pub fn apply(f: &Bound<'_, PyAny>, x: f64) -> PyResult<f64> {
        f.call1((x,))?.extract()
    }
}

#[pymodule]
fn class_pyo3(m: &Bound<'_, PyModule>) -> PyResult<()> {
    #[cfg(feature = "point")]
    {
        m.add_class::<point::Point>()?;
        m.add_function(wrap_pyfunction!(point::total_points, m)?)?;
    }
    #[cfg(feature = "ball")]
    {
        m.add_class::<ball::Ball>()?;
        m.add_function(wrap_pyfunction!(ball::total_balls, m)?)?;
    }
    #[cfg(feature = "more")]
    {
        m.add_class::<more::Counter>()?;
        m.add_function(wrap_pyfunction!(more::apply, m)?)?;
    }
    Ok(())
}
