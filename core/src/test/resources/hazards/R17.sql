-- expect R17:tables 2
-- hazard
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE "T" (id int PRIMARY KEY);
-- clean
CREATE TABLE t (id int PRIMARY KEY);
