-- expect R16:other 2
-- hazard
CREATE TABLE t (id int PRIMARY KEY);
CREATE SCHEMA other;
CREATE TABLE other.a (id int);
CREATE TABLE other.b (id int);
-- clean
CREATE TABLE t (id int PRIMARY KEY);
CREATE SCHEMA other;
