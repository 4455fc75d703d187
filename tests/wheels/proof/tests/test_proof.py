"""The project's own tests: run where a wheel of it is installed, without NumPy."""

import array
import unittest

import wheel_proof


class Proof(unittest.TestCase):
    def test_arrays(self):
        self.assertEqual(list(wheel_proof.find_max([[1, 7], [4, 2]])), [4, 7])
        a = array.array("d", [1, 2])
        wheel_proof.scale(a)
        self.assertEqual(list(a), [2, 4])
        with self.assertRaises(TypeError):
            wheel_proof.find_max([1, 2])

    def test_values(self):
        self.assertEqual(wheel_proof.LEVEL, 3)
        self.assertEqual(wheel_proof.count(b"banana", b"a"), 3)
        self.assertEqual(wheel_proof.sum_of(4, lambda i: i * i), 14)
        self.assertEqual(wheel_proof.Point(3, 4).norm(), 5)

    def test_class(self):
        counter = wheel_proof.Counter()
        self.assertEqual([counter.next(), counter.next()], [0, 1])

    def test_errors(self):
        with self.assertRaisesRegex(ValueError, "negative: -1"):
            wheel_proof.check(-1)
        with self.assertRaises(OverflowError):
            wheel_proof.check(1 << 70)
        with self.assertRaises(ZeroDivisionError):
            wheel_proof.sum_of(1, lambda i: 1 // i)


if __name__ == "__main__":
    unittest.main()
