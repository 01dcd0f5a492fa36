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
	"errors"
	"slices"
	"time"

	"alcove/room"

	"github.com/golang-jwt/jwt/v5"
)

// Records is what auth needs to be remembered. An error with a method Unavailable() bool that answers true is an
// outage; any other error means that there is no such record.
type Records interface {
	// UseLink says whose link has this hash. While that person has one of the staff roles, it is bound to the first
	// browser that uses it, atomically on all nodes; for any other browser the error has a
	// method OtherBrowser() bool that answers true. Refusing takes as much work, whatever the cause.
	UseLink(ctx context.Context, hash, browser [32]byte, staff []room.Role) (group room.ID, person room.PersonID, bound bool, err error)
	// Group returns a group's settings, among them the practice that may speak for it.
	Group(ctx context.Context, id room.ID) (room.Group, error)
	// Member returns a living membership.
	Member(ctx context.Context, group room.ID, person room.PersonID) (room.Membership, error)
	// UseOnce says whether id is used for the first time within ttl, atomically on all nodes.
	UseOnce(ctx context.Context, id string, ttl time.Duration) (first bool, err error)
	// Used says whether id was used, and its ttl isn't over.
	Used(ctx context.Context, id string) (bool, error)
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

// Exchange turns a personal link's secret into a join token. browser is the secret that this browser was given before,
// if any. A staff link opens for the browser only that used it first: then own is what that browser must keep and show
// the next time. For every other link own is nothing, and any browser will do: others wait in the lobby.
func (a *Authority) Exchange(ctx context.Context, link, browser string) (token Token, own Secret, err error) {
	if len(browser) != secretLength {
		browser = randomText(secretBytes)
	}
	// A text that can't be a link is looked for like any other, so that it takes as long to be refused.
	group, person, bound, err := a.records.UseLink(ctx, hashOf(link), hashOf(browser), staffRoles())
	if err != nil {
		cause := ErrUnknownLink
		if other := (interface{ OtherBrowser() bool })(nil); errors.As(err, &other) && other.OtherBrowser() {
			cause = ErrOtherBrowser
		}
		return Token{}, Secret{}, answer(err, cause)
	}
	token, err = a.MintToken(ctx, group, person)
	if err == nil && bound {
		own = Secret{hide("secret", browser)}
	}
	return token, own, err
}

// staffRoles are the roles whose links are bound to a browser: with these one walks in.
func staffRoles() []room.Role {
	return slices.DeleteFunc(room.Roles(), func(r room.Role) bool { return !r.Can(room.CanWalkIn) })
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

// Visit is one browser's stay, as its tickets tell it.
type Visit struct {
	ID         room.VisitID
	Membership room.Membership // as it was read last
	Begun      time.Time       // when the first ticket was made, to the second
	Ends       time.Time       // TicketTTL later; nothing prolongs it
}

// Begin returns the first ticket of a visit. A ticket is what a browser needs to come back: after a reload, on another
// connection, on another node. It is good until the membership changes or the visit's time is over.
func (a *Authority) Begin(m room.Membership, id room.VisitID) (Ticket, Visit, error) {
	begun := a.now().Truncate(time.Second) // as exact as a token is
	return a.ticket(Visit{ID: id, Membership: m, Begun: begun, Ends: begun.Add(a.resume.ttl)})
}

// Resume verifies a ticket against the records. It returns the visit that goes on and a ticket to take the place of
// that one, which ends at the same time.
func (a *Authority) Resume(ctx context.Context, ticket string) (Ticket, Visit, error) {
	_, c, err := a.verify(ctx, ticket, a.resume)
	if err != nil {
		return Ticket{}, Visit{}, err
	}
	m, err := a.named(ctx, c)
	if err != nil {
		return Ticket{}, Visit{}, err
	}
	v := Visit{ID: room.VisitID(c.Visit), Membership: m, Begun: c.Begun.Time, Ends: c.Begun.Add(a.resume.ttl)}
	if err := a.lasts(v); err != nil {
		return Ticket{}, Visit{}, err
	}
	left, err := a.records.Used(ctx, leftVisit(v.ID))
	if err != nil {
		return Ticket{}, Visit{}, answer(err, ErrUsed)
	}
	if left {
		return Ticket{}, Visit{}, refuse(ErrUsed)
	}
	return a.ticket(v)
}

// Leave makes every ticket of a visit worthless, on all nodes: its owner has left for good.
func (a *Authority) Leave(ctx context.Context, v Visit) error {
	left := v.Ends.Sub(a.now())
	if left <= 0 {
		return nil // all of them have ended already
	}
	_, err := a.records.UseOnce(ctx, leftVisit(v.ID), left)
	return err
}

func leftVisit(id room.VisitID) string { return "left:" + string(id) }

// Renew reads the membership of a visit that is going on here, and returns the visit with it and a new ticket. Unlike
// Resume it lets a changed membership pass, since it was this server that watched the visit all the time.
func (a *Authority) Renew(ctx context.Context, v Visit) (Ticket, Visit, error) {
	if err := a.lasts(v); err != nil {
		return Ticket{}, Visit{}, err
	}
	m, err := a.member(ctx, v.Membership.Group, v.Membership.Person)
	if err != nil {
		return Ticket{}, Visit{}, err
	}
	v.Membership = m
	return a.ticket(v)
}

// lasts refuses a visit whose time is over: to the second, whatever leeway a token has.
func (a *Authority) lasts(v Visit) error {
	if !a.now().Before(v.Ends) {
		return refuse(ErrExpired)
	}
	return nil
}

func (a *Authority) ticket(v Visit) (Ticket, Visit, error) {
	c := claimsOf(v.Membership)
	c.Visit, c.Begun = string(v.ID), jwt.NewNumericDate(v.Begun)
	text, err := a.sign(a.resume, c)
	if err != nil {
		return Ticket{}, Visit{}, err
	}
	return Ticket{hide("ticket", text)}, v, nil
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
