-- expect R20:t 1
-- hazard
CREATE TABLE t (id int PRIMARY KEY, c char(5));
-- clean
CREATE TABLE t (id int PRIMARY KEY, c varchar(5));
