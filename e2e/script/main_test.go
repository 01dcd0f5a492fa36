// Package script_test performs a whole session of 75 minutes in virtual time: twelve clients, two staff, every control
// and every choice that one has.
//
// The session is written by hand in the chapters beside this file: who does what by which message, and below it who
// must see what. Performed is the real server but for its media, on real frames. What each person's frames show is
// found out by the page's own reducer (web/test/shown.ts), and compared here with what the chapters say. Whatever they
// don't mention must stay as it was, for everybody: so anything that reaches the wrong person is found.
package script_test

import (
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
