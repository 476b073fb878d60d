-- expect R12:t.t_half 1
-- hazard
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE INDEX t_half ON t (a) WHERE a > 5;
-- clean
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE INDEX t_half ON t (a);
