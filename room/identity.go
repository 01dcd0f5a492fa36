package room

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"log/slog"
	"strconv"
)

// ID names a group and its room. It is 128 random bits, so it can't be guessed.
type ID string

// PersonID names a person within a practice. It is opaque and never reaches another member.
type PersonID string

// VisitID names one browser's presence: a tab that arrived with a token and may resume with a ticket.
type VisitID string

// SeatNumber is a place in the circle, counted from 1. Zero is no seat. It is the only name that members have
// for each other on the wire beside the display name.
type SeatNumber int

// WaitingNumber names an entry of the lobby to staff, counted from 1 in the order of arrival and never reused in a
// session.
type WaitingNumber int

// fingerprintKey makes fingerprints useless outside this process.
var fingerprintKey = maphash.MakeSeed()

// fingerprint stands for a value that must not be printed: equal values look equal within one run of the server.
func fingerprint(kind, value string) string {
	if value == "" {
		return kind + ":none"
	}
	return kind + ":" + strconv.FormatUint(maphash.String(fingerprintKey, value)>>40, 16)
}

// Format prints a fingerprint whatever the verb, so that membership never reaches a log by accident.
func (id ID) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, fingerprint("room", string(id))) }

func (id PersonID) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, fingerprint("person", string(id)))
}

func (id VisitID) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, fingerprint("visit", string(id)))
}

// LogValue gives slog the same fingerprint that Format prints.
func (id ID) LogValue() slog.Value { return slog.StringValue(fingerprint("room", string(id))) }

func (id PersonID) LogValue() slog.Value { return slog.StringValue(fingerprint("person", string(id))) }

func (id VisitID) LogValue() slog.Value { return slog.StringValue(fingerprint("visit", string(id))) }

// errEncode keeps identifiers out of JSON logs, and of whatever else encodes a value without looking into it.
var errEncode = errors.New("room: an identifier is encoded only as string(id)")

// MarshalText refuses: whoever saves or sends an identifier says so by string(id).
func (id ID) MarshalText() ([]byte, error)       { return nil, errEncode }
func (id PersonID) MarshalText() ([]byte, error) { return nil, errEncode }
func (id VisitID) MarshalText() ([]byte, error)  { return nil, errEncode }

// Name is what a person is called. It refuses to print itself; Reveal is for the wire and the snapshot only. The
// zero value is no name.
type Name struct{ text *string }

// NameOf wraps text as it is. Use CleanName for text that somebody typed.
func NameOf(text string) Name {
	if text == "" {
		return Name{}
	}
	return Name{&text}
}

// Reveal returns the name itself, or "" if there is none.
func (n Name) Reveal() string {
	if n.text == nil {
		return ""
	}
	return *n.text
}

// Format prints a fingerprint whatever the verb.
func (n Name) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, fingerprint("name", n.Reveal())) }

// LogValue gives slog the same fingerprint that Format prints.
func (n Name) LogValue() slog.Value { return slog.StringValue(fingerprint("name", n.Reveal())) }
