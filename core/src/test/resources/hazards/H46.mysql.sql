-- expect H46:t.half 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20), KEY half ((CRC32(a))));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20), KEY half (a));
