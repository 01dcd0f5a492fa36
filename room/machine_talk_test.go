package room_test

import (
	"time"

	"alcove/room"

	"pgregory.net/rapid"
)

// talk notes that somebody was heard, also who isn't there, and looks what becomes of it.
func (m *machine) talk(rt *rapid.T) {
	name := nameAt(rapid.SampledFrom(places).Draw(rt, "speaker"))
	length := rapid.SampledFrom([]time.Duration{100 * ms, 900 * ms, 2 * time.Second, time.Minute}).Draw(rt, "for")
	before := m.spoken()
	scene := m.look()
	m.note(room.Voice{Spans: []room.Span{{Person: personID(name), From: m.now.Add(-length), To: m.now}}})
	m.settle(scene, nil, nil)
	for seat, spoken := range m.spoken() {
		own := nameOf(scene.at(seat).Person) == name
		// What was too short for a turn before may be part of one now.
		m.require(spoken >= before[seat] && spoken <= before[seat]+2*length+time.Second, "somebody's talk time has jumped")
		m.require(own || spoken == before[seat], "somebody else has spoken")
		m.require(m.running, "talk time without a session")
	}
}

// spoken is what staff see by seat, if any are there. Nobody else ever sees it.
func (m *machine) spoken() map[room.SeatNumber]time.Duration {
	found := map[room.SeatNumber]time.Duration{}
	now := m.look()
	for _, v := range m.Visits() {
		view, err := m.TalkOf(m.now, v)
		staff := m.known[ownerOf(v)].Staff() && now.by(v).Seat != 0
		m.require(staff == (err == nil), "the talk time was told to the wrong one, or not to staff")
		var sum time.Duration
		for _, s := range view.Seats {
			m.require(speaks(m.known[nameOf(now.at(s.Seat).Person)]), "figures of somebody who can't speak")
			m.require(m.known[nameOf(now.at(s.Seat).Person)] != room.RoleInterpreter, "figures of an interpreter")
			found[s.Seat] = s.Spoken
			sum += s.Spoken
		}
		m.require(sum <= view.Spoken && view.ByStaff <= view.Spoken, "the whole is less than its parts")
		m.require(view.Balance == nil || *view.Balance >= 0 && *view.Balance <= 1+1e-9, "a balance beyond all bounds")
		m.require(len(view.QuieterFirst) == len(m.hands) || !staff, "a hand was lost")
	}
	return found
}
