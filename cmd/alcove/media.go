package main

import (
	"context"
	"errors"
	"sync"

	"alcove/room"
	"alcove/room/host"
	"alcove/sfu"
	"alcove/signaling"
	"alcove/signaling/protocol"
)

// mediaRooms joins three parts that don't know each other: the host of a room moves the gates of its media room,
// browsers send it their offers, and it says who is speaking and whom each slot shows.
type mediaRooms struct {
	sfu *sfu.Server

	// Set once before the first browser comes.
	house    *host.House
	browsers *signaling.Server

	mu    sync.Mutex
	rooms map[room.ID]*mediaRoom
}

func newMediaRooms(s *sfu.Server) *mediaRooms {
	return &mediaRooms{sfu: s, rooms: map[room.ID]*mediaRoom{}}
}

// mediaRoom is the media side of one room, as its host sees it and as it reports.
type mediaRoom struct {
	*sfu.Room
	all *mediaRooms
	id  room.ID
}

// slotsFor is how many receive lines a browser of this group offers.
func slotsFor(g room.Group) sfu.Slots {
	return sfu.Slots{People: g.ClientMax + room.ExtraSlots, Screen: 1}
}

// open makes the media side of a room that begins to run.
func (m *mediaRooms) open(g room.Group) host.Media {
	one := &mediaRoom{all: m, id: g.ID}
	one.Room = m.sfu.Room(slotsFor(g), one)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rooms[g.ID] = one
	return one
}

// Close ends the room's media. A newer room of the same group is not touched.
func (r *mediaRoom) Close() {
	r.all.mu.Lock()
	if r.all.rooms[r.id] == r {
		delete(r.all.rooms, r.id)
	}
	r.all.mu.Unlock()
	r.Room.Close()
}

// errNoRoom says that an offer came for a room that isn't running.
var errNoRoom = errors.New("the room is not running")

// Answer answers a browser's offer.
func (m *mediaRooms) Answer(ctx context.Context, id room.ID, visit room.VisitID, offer string) (string, error) {
	r := m.find(id)
	if r == nil {
		return "", errNoRoom
	}
	return r.Answer(ctx, visit, offer)
}

// Want takes how large a browser shows its slots. What comes for a room that isn't running is out of date.
func (m *mediaRooms) Want(id room.ID, visit room.VisitID, wishes []protocol.Wish) {
	r := m.find(id)
	if r == nil {
		return
	}
	list := make([]sfu.Wish, len(wishes))
	for i, w := range wishes {
		list[i] = sfu.Wish{Mid: w.Mid, Height: w.Height}
	}
	r.Want(visit, list)
}

// Kept says whether a visit has a connection that its browser can go on with.
func (m *mediaRooms) Kept(id room.ID, visit room.VisitID) bool {
	r := m.find(id)
	return r != nil && r.Kept(visit)
}

// Line says how a visit's connection fares, in the protocol's terms.
func (m *mediaRooms) Line(id room.ID, visit room.VisitID) protocol.LineDetails {
	r := m.find(id)
	if r == nil {
		return protocol.LineDetails{State: protocol.LineNone}
	}
	return lineDetails(r.Line(visit))
}

func (m *mediaRooms) find(id room.ID) *mediaRoom {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.rooms[id]
}

// Slots implements sfu.Listener.
func (r *mediaRoom) Slots(visit room.VisitID, slots []sfu.Slot) {
	list := make([]protocol.Slot, len(slots))
	for i, s := range slots {
		list[i] = protocol.Slot{Mid: s.Mid, Seat: int(s.Seat), Kind: string(s.Kind), Paused: s.Paused, After: s.After}
	}
	r.all.browsers.BindSlots(visit, list)
}

// Layers implements sfu.Listener.
func (r *mediaRoom) Layers(visit room.VisitID, rids []string) { r.all.browsers.UseLayers(visit, rids) }

// Speaking implements sfu.Listener.
func (r *mediaRoom) Speaking(seats []room.SeatNumber) { r.all.house.Speaking(r.id, seats) }

// Voice implements sfu.Listener.
func (r *mediaRoom) Voice(v room.Voice) { r.all.house.Voice(r.id, v) }

// Lines implements sfu.Listener.
func (r *mediaRoom) Lines(poor []room.SeatNumber) { r.all.house.Lines(r.id, poor) }
