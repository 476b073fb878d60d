-- expect R01:t.r 1
-- hazard
CREATE TABLE t (id int PRIMARY KEY, r int4range);
-- clean
CREATE TABLE t (id int PRIMARY KEY, r int);
