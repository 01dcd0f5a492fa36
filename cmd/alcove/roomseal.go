package main

import (
	"bytes"
	"errors"
	"fmt"

	"alcove/room"
)

// roomMark begins a room that is sealed: a nonce, the snapshot in AES-256-GCM and its tag follow. A snapshot in the clear
// is a JSON object. A random nonce alone would begin as one does every 256th time.
const roomMark = "sealed-1:"

// errNoRoomsKey: the room was saved by a server that has a key folder, and this one has none.
var errNoRoomsKey = errors.New("it is encrypted, and without --key-dir there is no key for it")

// roomSeal encrypts rooms on their way to the store: what people have said of how they like to take part, what they have
// told staff in private, who spoke for how long and who agrees to whom is in them. Its zero value, that of a server
// without a key folder, leaves them in the clear.
type roomSeal struct{ keys *sealer }

func newRoomSeal(keyDir string) (roomSeal, error) {
	if keyDir == "" {
		return roomSeal{}, nil
	}
	keys, err := loadSealer(keyDir, roomsKey)
	return roomSeal{&keys}, err
}

func (r roomSeal) close(id room.ID, snapshot []byte) []byte {
	if r.keys == nil {
		return snapshot
	}
	return r.keys.seal([]byte(roomMark), placeOf(id), snapshot)
}

// open returns the snapshot in what was saved. Without the mark that is what a server without a key, or of an older
// version, has saved in the clear. An error names no part of it.
func (r roomSeal) open(id room.ID, saved []byte) ([]byte, error) {
	sealed, ok := bytes.CutPrefix(saved, []byte(roomMark))
	if !ok {
		return saved, nil
	}
	if r.keys == nil {
		return nil, errNoRoomsKey
	}
	snapshot, err := r.keys.open(placeOf(id), sealed)
	if err != nil {
		return nil, fmt.Errorf("open with %s: %w", roomsKey, err)
	}
	return snapshot, nil
}

// placeOf ties what is sealed to its room: in another room's place it can't be opened.
func placeOf(id room.ID) string { return "room:" + string(id) }
