package script_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"alcove/room"
	"alcove/signaling/protocol"
)

// stage stands in for the media side: it forwards nothing, remembers what it was told may flow, and reports whose voice
// passes. Its methods may be called from any goroutine.
type stage struct {
	mu      sync.Mutex
	flows   []room.Stage
	talking map[room.PersonID]bool      // whatever the rules say of it
	shut    map[room.PersonID]time.Time // when a microphone was let through for the last time
	wished  []protocol.Wish             // by the last media.want
}

func newStage() *stage {
	return &stage{talking: map[room.PersonID]bool{}, shut: map[room.PersonID]time.Time{}}
}

// SetStage implements host.Media.
func (s *stage) SetStage(flows []room.Stage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.flows {
		if one.Speaks && !speaks(flows, one.Person) {
			s.shut[one.Person] = time.Now()
		}
	}
	s.flows = slices.Clone(flows)
}

// closed returns until when somebody was let through who was at a time before.
func (s *stage) closed(id room.PersonID, before time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at := s.shut[id]; at.After(before) && !speaks(s.flows, id) {
		return at
	}
	return time.Now()
}

func speaks(flows []room.Stage, id room.PersonID) bool {
	return slices.ContainsFunc(flows, func(one room.Stage) bool { return one.Person == id && one.Speaks })
}

// Trust implements host.Media.
func (s *stage) Trust(time.Time) {}

// Close implements host.Media.
func (s *stage) Close() { s.SetStage(nil) }

// Answer implements signaling.Media.
func (s *stage) Answer(_ context.Context, _ room.ID, _ room.VisitID, offer string) (string, error) {
	return "an answer to " + offer, nil
}

// Want implements signaling.Media.
func (s *stage) Want(_ room.ID, _ room.VisitID, wishes []protocol.Wish) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wished = wishes
}

// Kept implements signaling.Media.
func (*stage) Kept(room.ID, room.VisitID) bool { return false }

// Line implements signaling.Media.
func (*stage) Line(room.ID, room.VisitID) protocol.LineDetails {
	return protocol.LineDetails{State: protocol.LineGood, Path: "udp"}
}

// talk says whether a person makes a sound at home.
func (s *stage) talk(name string, talks bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.talking[personOf(name)] = talks
}

// heard lists whose voice the group hears now, and their seats.
func (s *stage) heard() (seats []room.SeatNumber, people []room.PersonID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.flows {
		if one.Speaks && s.talking[one.Person] && one.Audience == 0 { // what is said in private is nobody else's news
			seats, people = append(seats, one.Seat), append(people, one.Person)
		}
	}
	return seats, people
}

// shown says in words what may flow from and to everybody.
func (s *stage) shown() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	facts := map[string]string{}
	put := func(key string, parts ...string) {
		parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
		if len(parts) > 0 {
			facts[key] = strings.Join(parts, ", ")
		}
	}
	for _, one := range s.flows {
		name := nameOf(one.Person)
		put(name+" sends", when(one.Speaks, "sound"), when(one.Shows, "picture"), when(one.Shares, "screen"))
		put(name+" gets", when(one.Hears, "sound"), when(one.Sees, "picture"))
		put(name+" is with", s.apart(one)...)
	}
	for _, wish := range s.wished {
		facts["slot "+wish.Mid] = "wanted"
	}
	return facts
}

// apart names who else is in somebody's private talk.
func (s *stage) apart(of room.Stage) []string {
	var names []string
	for _, other := range s.flows {
		if of.Audience != 0 && other.Audience == of.Audience && other.Seat != of.Seat {
			names = append(names, nameOf(other.Person))
		}
	}
	return names
}

func when(is bool, word string) string {
	if is {
		return word
	}
	return ""
}

func nameOf(id room.PersonID) string {
	for _, name := range everybody() {
		if personOf(name) == id {
			return name
		}
	}
	return "somebody"
}
