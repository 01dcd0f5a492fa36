package signaling

import (
	"alcove/room"
	"alcove/signaling/protocol"
)

// preferencesIn is what a browser says; the room cleans it.
func preferencesIn(f protocol.Preferences) room.Preferences {
	return room.Preferences{
		Part: room.Part(f.Part), Pronouns: room.NameOf(f.Pronouns), Language: room.NameOf(f.Language),
		Camera: room.CameraNeed(f.Camera),
	}
}

// preferencesOf returns nil where nothing was said, or nothing that the reader may know.
func preferencesOf(f room.Preferences) *protocol.Preferences {
	if f == (room.Preferences{}) {
		return nil
	}
	return &protocol.Preferences{
		Part: string(f.Part), Pronouns: f.Pronouns.Reveal(), Language: f.Language.Reveal(), Camera: string(f.Camera),
	}
}
