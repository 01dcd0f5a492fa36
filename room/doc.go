// Package room holds the rules of a group room: who may enter, who sits where, who may be heard and seen, in
// which order hands are answered, and what a therapist may do.
//
// A group is a set of people who meet again and again. One meeting is a session: it begins when staff start it
// and ends when staff end it. A Room is the live side of a group. A person reaches it through a visit, which is
// one browser: first in the lobby, then, once staff let them in, on a seat in the circle. Seats are numbered, the
// numbers belong to the group, and a person keeps theirs from session to session.
//
// Everything here is a plain value. There is no network, no goroutine, no clock and no logger, so every rule can
// be tested by calling a function. What a browser asks for is a Command; what the server itself has noticed is a
// Fact; no message of a browser can ever become a Fact.
package room
