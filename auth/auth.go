// Package auth decides who somebody is: it exchanges a personal link for a short token, turns a token into a
// membership once, and lets a browser that has joined come back with a ticket.
//
// A token only names a membership. Role, name and everything else are read from the server's own records
// each time, so nothing that a browser holds can make it more than it is. Every refusal looks the same from
// outside. There is no network here and no state but the signing keys.
package auth

import (
	"context"
	"time"

	"alcove/room"
)

// Records is what auth needs to be remembered. An error with a method Unavailable() bool that answers true is an
// outage; any other error means that there is no such record.
type Records interface {
	// UseLink says whose link has this hash. A single-use link is gone afterwards.
	UseLink(ctx context.Context, hash [32]byte) (room.ID, room.PersonID, error)
	// Member returns a living membership.
	Member(ctx context.Context, group room.ID, person room.PersonID) (room.Membership, error)
	// UseOnce says whether id is used for the first time within ttl, atomically on all nodes.
	UseOnce(ctx context.Context, id string, ttl time.Duration) (first bool, err error)
}

// How long what we sign is good, unless Options says otherwise.
const (
	TokenTTL  = 10 * time.Minute
	TicketTTL = 12 * time.Hour
)

// Options says how tokens are made. The zero value is usable.
type Options struct {
	Issuer    string           // whose tokens these are, such as the public URL; empty is "alcove"
	Now       func() time.Time // nil is time.Now
	TokenTTL  time.Duration    // how long a join token is good; 0 is TokenTTL
	TicketTTL time.Duration    // how long a resume ticket is good; 0 is TicketTTL
}

// Authority signs and verifies. It is safe for concurrent use.
type Authority struct {
	keys    *Keys
	records Records
	issuer  string
	now     func() time.Time
	join    kind
	resume  kind
}

// New returns an authority that signs with the newest of keys and believes what any of them has signed.
func New(keys *Keys, records Records, o Options) *Authority {
	a := &Authority{
		keys: keys, records: records, issuer: o.Issuer, now: o.Now,
		join:   kind{typ: "alcove-join+jwt", claims: joinClaims, ttl: o.TokenTTL},
		resume: kind{typ: "alcove-resume+jwt", claims: resumeClaims, ttl: o.TicketTTL},
	}
	if a.issuer == "" {
		a.issuer = "alcove"
	}
	if a.now == nil {
		a.now = time.Now
	}
	if a.join.ttl <= 0 {
		a.join.ttl = TokenTTL
	}
	if a.resume.ttl <= 0 {
		a.resume.ttl = TicketTTL
	}
	return a
}

// Exchange turns a personal link's secret into a join token. A single-use link is used up by it.
func (a *Authority) Exchange(ctx context.Context, secret string) (Token, error) {
	if len(secret) != secretLength {
		return Token{}, refuse(ErrUnknownLink)
	}
	group, person, err := a.records.UseLink(ctx, hashOf(secret))
	if err != nil {
		return Token{}, answer(err, ErrUnknownLink)
	}
	return a.MintToken(ctx, group, person)
}

// MintToken returns a join token for a member of a group, without a link.
func (a *Authority) MintToken(ctx context.Context, group room.ID, person room.PersonID) (Token, error) {
	m, err := a.member(ctx, group, person)
	if err != nil {
		return Token{}, err
	}
	text, err := a.sign(a.join, m, "")
	if err != nil {
		return Token{}, err
	}
	return Token{hide("token", text)}, nil
}

// Join verifies a join token, uses it up and returns whose it is. Of any number of calls with the same token, at
// the same time or later, on any number of nodes, at most one succeeds.
func (a *Authority) Join(ctx context.Context, token string) (room.Membership, error) {
	c, err := a.verify(a.join, token)
	if err != nil {
		return room.Membership{}, err
	}
	m, err := a.named(ctx, c)
	if err != nil {
		return room.Membership{}, err
	}
	// Last, so that an outage before this line leaves the token good.
	first, err := a.records.UseOnce(ctx, "join:"+c.ID, c.ExpiresAt.Add(2*leeway).Sub(a.now()))
	if err != nil {
		return room.Membership{}, answer(err, ErrUsed)
	}
	if !first {
		return room.Membership{}, refuse(ErrUsed)
	}
	return m, nil
}

// Ticket returns what a browser needs to come back to its visit: after a reload, on another connection, on another
// node. It is good until the membership changes or its time is over.
func (a *Authority) Ticket(m room.Membership, v room.VisitID) (Ticket, error) {
	text, err := a.sign(a.resume, m, v)
	if err != nil {
		return Ticket{}, err
	}
	return Ticket{hide("ticket", text)}, nil
}

// Resume verifies a ticket against the records and returns whose visit goes on.
func (a *Authority) Resume(ctx context.Context, ticket string) (room.Membership, room.VisitID, error) {
	c, err := a.verify(a.resume, ticket)
	if err != nil {
		return room.Membership{}, "", err
	}
	m, err := a.named(ctx, c)
	if err != nil {
		return room.Membership{}, "", err
	}
	return m, room.VisitID(c.Visit), nil
}

// named reads the membership that c names, which must not have changed since c was signed.
func (a *Authority) named(ctx context.Context, c *claims) (room.Membership, error) {
	m, err := a.member(ctx, room.ID(c.Group), room.PersonID(c.Person))
	if err == nil && m.Version != c.Version {
		err = refuse(ErrNotMember)
	}
	if err != nil {
		return room.Membership{}, err
	}
	return m, nil
}

// member reads a membership and makes sure that it is the one that was asked for and good for anything.
func (a *Authority) member(ctx context.Context, group room.ID, person room.PersonID) (room.Membership, error) {
	m, err := a.records.Member(ctx, group, person)
	if err != nil {
		return room.Membership{}, answer(err, ErrNotMember)
	}
	if m.Group != group || m.Person != person || !m.Role.Known() {
		return room.Membership{}, refuse(ErrNotMember)
	}
	return m, nil
}
