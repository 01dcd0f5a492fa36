package room_test

import (
	"testing"

	"alcove/room"
)

func TestStaffInTheCircleAndAHelperWhomTheyLetLearnWhoseLineASeatIs(t *testing.T) {
	w := session(t, "Theo", "Ana", "Fay", "Ines", "Otto", "Cara")
	w.comes("Ben", "Tess")
	if _, err := w.arrives("Dana/laptop"); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		who  string
		seat room.SeatNumber
		want error
	}{
		"the therapist":              {"Dana", w.seat("Ana"), nil},
		"the co-therapist":           {"Theo", w.seat("Ana"), nil},
		"of a colleague":             {"Theo", w.seat("Dana"), nil},
		"of oneself":                 {"Dana", w.seat("Dana"), nil},
		"a client":                   {"Ana", w.seat("Ana"), room.ErrNotAllowed},
		"a client, of a peer":        {"Ana", w.seat("Fay"), room.ErrNotAllowed},
		"a client, of nobody":        {"Ana", 15, room.ErrNotAllowed},
		"family":                     {"Fay", w.seat("Ana"), room.ErrNotAllowed},
		"an interpreter":             {"Ines", w.seat("Ana"), room.ErrNotAllowed},
		"an observer":                {"Otto", w.seat("Ana"), room.ErrNotAllowed},
		"a captioner":                {"Cara", w.seat("Ana"), room.ErrNotAllowed},
		"somebody who waits":         {"Ben", w.seat("Ana"), room.ErrNotAllowed},
		"a tech helper, who waits":   {"Tess", w.seat("Ana"), room.ErrNotHelping},
		"staff who wait":             {"Dana/laptop", w.seat("Ana"), room.ErrNotSeated},
		"somebody who is not there":  {"Dev", w.seat("Ana"), room.ErrNotHere},
		"of a seat that nobody has":  {"Dana", 15, room.ErrNobodyThere},
		"of a seat that can't be":    {"Dana", -1, room.ErrNobodyThere},
		"of a seat beyond all bound": {"Dana", 1 << 40, room.ErrNobodyThere},
	}
	before := w.everything()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			visit, err := w.LineOf(visitID(c.who), c.seat)
			refused(t, "the question", err, c.want)
			if known := visit != ""; known != (c.want == nil) {
				t.Errorf("a visit is named: %t", known)
			}
		})
	}
	is(t, "the room", w.everything(), before)
	visit, _ := w.LineOf(visitID("Dana"), w.seat("Ana"))
	is(t, "whose line", visit, visitID("Ana"))
	w.does("Dana", room.Admit{Waiting: w.waiting("Tess")})
	visit, err := w.LineOf(visitID("Tess"), w.seat("Ana"))
	refused(t, "a tech helper who helps", err, nil)
	is(t, "whose line", visit, visitID("Ana"))
	seat := w.seat("Ana")
	w.does("Ana", room.Leave{})
	_, err = w.LineOf(visitID("Dana"), seat)
	refused(t, "of a seat that was left", err, room.ErrNobodyThere)
}
