package script_test

import (
	"testing"
)

func TestEverybodySeesThroughoutTheSessionWhatTheScriptSaysAndNothingElse(t *testing.T) {
	steps := readSession(t)
	rec := perform(t, steps, nil)
	faults, err := differences(steps, rec, shownIn(t, rec)[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range faults {
		t.Error(fault)
	}
}
