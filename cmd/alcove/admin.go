package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"alcove/auth"
	"alcove/room"
	"alcove/room/host"
	"alcove/room/store"
)

// admin edits the records of groups and people. It is served on the admin address only.
type admin struct {
	store     *store.Store
	house     *host.House
	authority *auth.Authority
	publicURL string
}

// The admin API's records. Every text is what staff typed; nothing of it reaches a log.
type (
	groupRecord struct {
		ID        string `json:"id,omitempty" doc:"made by the server"`
		Name      string `json:"name" minLength:"1" maxLength:"80" doc:"for staff only"`
		HostName  string `json:"hostName,omitempty" maxLength:"32" doc:"whom the waiting room may mention"`
		ClientMax int    `json:"clientMax,omitempty" default:"12" minimum:"2" maximum:"24"`
		Observers bool   `json:"observers,omitempty" doc:"the group may be asked about observers; each time everybody in it has to agree"`
		Zone      string `json:"zone,omitempty" default:"UTC" doc:"IANA time zone in which the group's day begins"`
		Crisis    string `json:"crisis,omitempty" maxLength:"400" doc:"whom to call in danger, instead of the page's own words"`
		Template  string `json:"template,omitempty" maxLength:"32" doc:"how its sessions are led: psychoeducation, skills, process, support or family, also with a version as in skills@1"`
		Minutes   int    `json:"minutes,omitempty" default:"75" minimum:"15" maximum:"240" doc:"how long its sessions are planned to take"`
		Practice  string `json:"practice,omitempty" maxLength:"64" doc:"the issuer whose portal may send people here"`
	}
	personRecord struct {
		Person string `json:"person,omitempty" maxLength:"128" doc:"opaque id; made by the server if empty"`
		Name   string `json:"name" minLength:"1" maxLength:"80" doc:"as on the roster"`
		Alias  string `json:"alias,omitempty" maxLength:"32" doc:"what the circle calls them, if not the first name"`
		Role   string `json:"role" enum:"therapist,co-therapist,client,observer,interpreter,captioner,tech-helper,family"`
	}
	linkRecord struct {
		Person string `json:"person"`
		Link   string `json:"link" doc:"shown only now"`
	}
	tokenRecord struct {
		Token string `json:"token" doc:"single use, for 10 minutes"`
		Page  string `json:"page" doc:"where the page is"`
	}
)

// handler serves the admin API under /admin/.
func (a *admin) handler() http.Handler {
	mux := http.NewServeMux()
	config := huma.DefaultConfig("Alcove administration", "1")
	config.DocsPath = "" // that page would load from elsewhere
	config.CreateHooks = nil
	api := humago.New(mux, config)
	a.groupRoutes(api)
	a.personRoutes(api)
	return mux
}

// localOnly refuses what a web page in a browser of this machine could send: another Host, or any Origin.
func localOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
		local := host == "localhost" || err == nil && addr.IsLoopback()
		if !local || r.Header.Get("Origin") != "" {
			http.Error(w, "for this machine's own commands only", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

type body[T any] struct{ Body T }

type groupPath struct {
	Group string `path:"group"`
}

type personPath struct {
	Group  string `path:"group"`
	Person string `path:"person"`
}

func (a *admin) groupRoutes(api huma.API) {
	huma.Post(api, "/admin/groups", func(ctx context.Context, in *body[groupRecord]) (*body[groupRecord], error) {
		in.Body.ID = rand.Text()
		return a.putGroup(ctx, in.Body)
	})
	huma.Get(api, "/admin/groups", func(ctx context.Context, _ *struct{}) (*body[[]groupRecord], error) {
		groups, err := a.store.Groups(ctx)
		if err != nil {
			return nil, problem(err)
		}
		out := &body[[]groupRecord]{Body: []groupRecord{}}
		for _, g := range groups {
			out.Body = append(out.Body, recordOf(g))
		}
		return out, nil
	})
	huma.Put(api, "/admin/groups/{group}", func(ctx context.Context, in *struct {
		Group string `path:"group"`
		Body  groupRecord
	},
	) (*body[groupRecord], error) {
		if _, err := a.store.Group(ctx, room.ID(in.Group)); err != nil {
			return nil, problem(err)
		}
		in.Body.ID = in.Group
		return a.putGroup(ctx, in.Body)
	})
}

func (a *admin) putGroup(ctx context.Context, r groupRecord) (*body[groupRecord], error) {
	zone, err := time.LoadLocation(r.Zone)
	if err != nil {
		return nil, huma.Error422UnprocessableEntity("zone: want an IANA name such as America/New_York")
	}
	template, err := room.ParseTemplate(r.Template)
	if err != nil {
		return nil, huma.Error422UnprocessableEntity("template: want psychoeducation, skills, process, support or family")
	}
	g := room.Group{
		ID: room.ID(r.ID), Name: room.NameOf(room.Legible(r.Name)), HostName: room.NameOf(room.Legible(r.HostName)),
		ClientMax: r.ClientMax, ObserversOK: r.Observers, Zone: zone, Practice: r.Practice,
		Crisis:   room.Legible(r.Crisis),
		Template: template,
		Length:   time.Duration(r.Minutes) * time.Minute,
	}
	if err := g.Check(); err != nil {
		return nil, huma.Error422UnprocessableEntity(err.Error())
	}
	if err := a.store.PutGroup(ctx, g); err != nil {
		return nil, problem(err)
	}
	a.house.Regroup(g)
	return &body[groupRecord]{Body: recordOf(g)}, nil
}

func recordOf(g room.Group) groupRecord {
	r := groupRecord{
		ID: string(g.ID), Name: g.Name.Reveal(), HostName: g.HostName.Reveal(),
		ClientMax: g.ClientMax, Observers: g.ObserversOK, Zone: "UTC", Practice: g.Practice,
		Crisis:   g.Crisis,
		Template: g.Template.String(),
		Minutes:  int(cmp.Or(g.Length, room.DefaultLength) / time.Minute),
	}
	if g.Zone != nil {
		r.Zone = g.Zone.String()
	}
	return r
}

func (a *admin) personRoutes(api huma.API) {
	huma.Get(api, "/admin/groups/{group}/people",
		func(ctx context.Context, in *groupPath) (*body[[]personRecord], error) {
			members, err := a.store.Members(ctx, room.ID(in.Group))
			if err != nil {
				return nil, problem(err)
			}
			out := &body[[]personRecord]{Body: []personRecord{}}
			for _, m := range members {
				out.Body = append(out.Body, personRecord{
					Person: string(m.Person), Name: m.Name.Reveal(), Alias: m.Alias.Reveal(), Role: string(m.Role),
				})
			}
			return out, nil
		})
	huma.Post(api, "/admin/groups/{group}/people", func(ctx context.Context, in *struct {
		Group string `path:"group"`
		Body  personRecord
	},
	) (*body[linkRecord], error) {
		return a.addPerson(ctx, room.ID(in.Group), in.Body)
	})
	huma.Post(api, "/admin/groups/{group}/people/{person}/link",
		func(ctx context.Context, in *personPath) (*body[linkRecord], error) {
			return a.newLink(ctx, room.ID(in.Group), room.PersonID(in.Person))
		})
	huma.Post(api, "/admin/groups/{group}/people/{person}/token",
		func(ctx context.Context, in *personPath) (*body[tokenRecord], error) {
			token, err := a.authority.MintToken(ctx, room.ID(in.Group), room.PersonID(in.Person))
			if err != nil {
				return nil, problem(err)
			}
			return &body[tokenRecord]{Body: tokenRecord{Token: token.Reveal(), Page: a.publicURL}}, nil
		})
	huma.Delete(api, "/admin/groups/{group}/people/{person}",
		func(ctx context.Context, in *personPath) (*struct{}, error) {
			id, who := room.ID(in.Group), room.PersonID(in.Person)
			return nil, a.remove(ctx, id, who)
		})
}

// addPerson makes somebody a member, or changes who they are, and returns a new personal link.
func (a *admin) addPerson(ctx context.Context, id room.ID, r personRecord) (*body[linkRecord], error) {
	if _, err := a.store.Group(ctx, id); err != nil {
		return nil, problem(err)
	}
	if r.Person == "" {
		r.Person = rand.Text()
	}
	alias := r.Alias
	if alias != "" {
		clean, err := room.CleanName(alias)
		if err != nil {
			return nil, huma.Error422UnprocessableEntity("alias: " + err.Error())
		}
		alias = clean
	}
	roster := room.Legible(r.Name)
	if roster == "" {
		return nil, huma.Error422UnprocessableEntity("name: nothing of it can be read")
	}
	m, err := a.store.PutMember(ctx, room.Membership{
		Group: id, Person: room.PersonID(r.Person), Role: room.Role(r.Role),
		Name: room.NameOf(roster), Alias: room.NameOf(alias),
	})
	if err != nil {
		return nil, problem(err)
	}
	return a.newLink(ctx, id, m.Person)
}

// remove ends a membership in the records and then in its room, if that runs here. Another server that runs it hears of
// it by the store's announcement.
func (a *admin) remove(ctx context.Context, id room.ID, who room.PersonID) error {
	last, err := a.store.Member(ctx, id, who)
	if err != nil {
		return problem(err)
	}
	if err := a.store.RemoveMember(ctx, id, who); err != nil {
		return problem(err)
	}
	if err := a.house.Revoke(ctx, id, who, last.Version); err != nil {
		return problem(err)
	}
	return nil
}

func (a *admin) newLink(ctx context.Context, id room.ID, who room.PersonID) (*body[linkRecord], error) {
	if _, err := a.store.Member(ctx, id, who); err != nil {
		return nil, problem(err)
	}
	secret, hash := auth.NewLink()
	link := store.Link{Hash: hash, Group: id, Person: who, Made: time.Now().UTC()}
	if err := a.store.PutLink(ctx, link); err != nil {
		return nil, problem(err)
	}
	return &body[linkRecord]{Body: linkRecord{
		Person: string(who), Link: a.publicURL + "/join#" + secret.Reveal(),
	}}, nil
}

// problem turns an error into an answer for the command line, which only administrators see.
func problem(err error) error {
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, auth.ErrRefused):
		return huma.Error404NotFound("no such group or person")
	case errors.Is(err, store.ErrRecord):
		return huma.Error422UnprocessableEntity(err.Error())
	case errors.Is(err, store.ErrChanged):
		return huma.Error409Conflict("changed by somebody else meanwhile: try again")
	case errors.Is(err, store.ErrUnavailable):
		return huma.Error503ServiceUnavailable("the store can't be reached; whether this took effect is unknown")
	}
	return err
}
