namespace geo {
class Polygon {
public:
    double area() const;
};
double area(const Polygon &polygon);
}
