-- expect H65:t.p 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a DATE, b DATE, PERIOD FOR p (a, b));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a DATE, b DATE);
