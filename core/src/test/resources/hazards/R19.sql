-- expect R19:t 1
-- hazard
CREATE EXTENSION citext;
CREATE TABLE t (id int PRIMARY KEY, a citext);
-- clean
CREATE TABLE t (id int PRIMARY KEY, a text);
