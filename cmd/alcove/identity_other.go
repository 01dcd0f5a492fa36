//go:build !linux

package main

import "errors"

// lockIdentity knows no way to tell one start of this machine from another.
func lockIdentity(string) (identity, error) {
	return identity{}, errors.New("only known on Linux")
}
