-- expect R18:t 1
-- hazard
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (id int PRIMARY KEY, m mood);
-- clean
CREATE TABLE t (id int PRIMARY KEY, m text);
