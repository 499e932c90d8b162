//go:build tools

// Package local pins the programs of the lab's control plane where no release of them can be downloaded.
package local

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
