// Package auth decides who somebody is: it exchanges a personal link for a short token, turns a token into a
// membership once, and lets a browser that has joined come back with a ticket.
//
// A token only names a membership, whoever signed it: this server or a practice's own portal. Role, name and
// everything else are read from the server's own records each time, so nothing that a browser or a portal holds can
// make anybody more than they are. Every refusal looks the same from outside. There is no state here but keys, and no
// network but what the operator named: the URL of a portal's public keys.
package auth

import (
	"cmp"
	"context"
	"time"

	"alcove/room"

	"github.com/golang-jwt/jwt/v5"
)

// Records is what auth needs to be remembered. An error with a method Unavailable() bool that answers true is an
// outage; any other error means that there is no such record.
type Records interface {
	// UseLink says whose link has this hash. A single-use link is gone afterwards.
	UseLink(ctx context.Context, hash [32]byte) (room.ID, room.PersonID, error)
	// Group returns a group's settings, among them the practice that may speak for it.
	Group(ctx context.Context, id room.ID) (room.Group, error)
	// Member returns a living membership.
	Member(ctx context.Context, group room.ID, person room.PersonID) (room.Membership, error)
	// UseOnce says whether id is used for the first time within ttl, atomically on all nodes.
	UseOnce(ctx context.Context, id string, ttl time.Duration) (first bool, err error)
}

// How long what we sign is good, unless Options says otherwise.
const (
	TokenTTL  = 10 * time.Minute // of a portal's tokens always
	TicketTTL = 12 * time.Hour   // of a visit's first ticket and all that replace it together
)

// Options says how tokens are made. The zero value is usable.
type Options struct {
	Issuer    string           // whose tokens these are, such as the public URL; empty is "alcove"
	Issuers   []*Issuer        // the portals that are believed beside ourselves, each practice once
	Now       func() time.Time // nil is time.Now
	TokenTTL  time.Duration    // how long a join token is good; 0 is TokenTTL
	TicketTTL time.Duration    // how long a visit can be resumed; 0 is TicketTTL
}

// Authority signs and verifies. It is safe for concurrent use.
type Authority struct {
	keys    *Keys
	records Records
	issuer  string
	issuers map[string]*Issuer // by practice
	now     func() time.Time
	join    kind
	portal  kind
	resume  kind
}

// New returns an authority that signs with the newest of keys and believes what any of them has signed.
func New(keys *Keys, records Records, o Options) *Authority {
	a := &Authority{
		keys: keys, records: records, now: o.Now,
		issuer:  cmp.Or(o.Issuer, "alcove"),
		issuers: map[string]*Issuer{},
	}
	if a.now == nil {
		a.now = time.Now
	}
	for _, i := range o.Issuers {
		a.issuers[i.practice] = i
	}
	a.join = kind{
		typ: "alcove-join+jwt", claims: joinClaims, audience: audience,
		ttl: ttlOr(o.TokenTTL, TokenTTL), key: a.own,
	}
	a.resume = kind{
		typ: "alcove-resume+jwt", claims: resumeClaims, audience: audience,
		ttl: ttlOr(o.TicketTTL, TicketTTL), key: a.own,
	}
	// A portal may serve several servers, so its tokens say which of them they are for.
	a.portal = kind{
		typ: "alcove-portal+jwt", claims: portalClaims, optional: "nbf", audience: a.issuer,
		ttl: TokenTTL, key: a.foreign,
	}
	return a
}

// ttlOr returns ttl if it is set.
func ttlOr(ttl, unset time.Duration) time.Duration {
	if ttl > 0 {
		return ttl
	}
	return unset
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
	text, err := a.sign(a.join, claimsOf(m))
	if err != nil {
		return Token{}, err
	}
	return Token{hide("token", text)}, nil
}

// Join verifies a join token, ours or a portal's, uses it up and returns whose it is. Of any number of calls with the
// same token, at the same time or later, on any number of nodes, at most one succeeds.
func (a *Authority) Join(ctx context.Context, token string) (room.Membership, error) {
	k, c, err := a.verify(ctx, token, a.join, a.portal)
	if err != nil {
		return room.Membership{}, err
	}
	named, id := a.named, "join:"+c.ID
	if k.typ == a.portal.typ {
		named, id = a.vouched, usedByPortal(c)
	}
	m, err := named(ctx, c)
	if err != nil {
		return room.Membership{}, err
	}
	// Last, so that an outage before this line leaves the token good.
	first, err := a.records.UseOnce(ctx, id, c.ExpiresAt.Add(2*leeway).Sub(a.now()))
	if err != nil {
		return room.Membership{}, answer(err, ErrUsed)
	}
	if !first {
		return room.Membership{}, refuse(ErrUsed)
	}
	return m, nil
}

// Ticket returns what a browser needs to come back to its visit: after a reload, on another connection, on another
// node. It is good until the membership changes or its time is over. It is for the beginning of a visit; later ones
// come from Renew.
func (a *Authority) Ticket(m room.Membership, v room.VisitID) (Ticket, error) {
	return a.ticket(m, v, jwt.NewNumericDate(a.now().Truncate(time.Second)))
}

// Resume verifies a ticket against the records and returns whose visit goes on.
func (a *Authority) Resume(ctx context.Context, ticket string) (room.Membership, room.VisitID, error) {
	m, c, err := a.returning(ctx, ticket)
	if err != nil {
		return room.Membership{}, "", err
	}
	return m, room.VisitID(c.Visit), nil
}

// Renew returns a ticket to take the place of one that is still good, after reading its membership anew. It names
// the same visit and ends at the same time, however often it is renewed: TicketTTL after the visit began.
func (a *Authority) Renew(ctx context.Context, ticket string) (Ticket, room.Membership, error) {
	m, c, err := a.returning(ctx, ticket)
	if err != nil {
		return Ticket{}, room.Membership{}, err
	}
	next, err := a.ticket(m, room.VisitID(c.Visit), c.Begun)
	if err != nil {
		return Ticket{}, room.Membership{}, err
	}
	return next, m, nil
}

func (a *Authority) ticket(m room.Membership, v room.VisitID, begun *jwt.NumericDate) (Ticket, error) {
	c := claimsOf(m)
	c.Visit, c.Begun = string(v), begun
	text, err := a.sign(a.resume, c)
	if err != nil {
		return Ticket{}, err
	}
	return Ticket{hide("ticket", text)}, nil
}

func (a *Authority) returning(ctx context.Context, ticket string) (room.Membership, *claims, error) {
	_, c, err := a.verify(ctx, ticket, a.resume)
	if err != nil {
		return room.Membership{}, nil, err
	}
	m, err := a.named(ctx, c)
	if err != nil {
		return room.Membership{}, nil, err
	}
	return m, c, nil
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
