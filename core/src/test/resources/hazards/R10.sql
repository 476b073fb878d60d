-- expect R10:sequence 1
-- hazard
CREATE TABLE t (id int PRIMARY KEY);
CREATE SEQUENCE s;
-- clean
CREATE TABLE t (id int PRIMARY KEY);
