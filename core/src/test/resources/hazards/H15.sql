-- expect H15:t 2
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a BIT(1), b BIT(10));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a INT);
