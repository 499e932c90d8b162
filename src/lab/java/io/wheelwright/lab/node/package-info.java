/**
 * The local node: what the kubelet, the scheduler and a volume provisioner do in a cluster, as far as the pods of spokes
 * need it. It knows nothing of Wheelwright but the programs behind two image names; everything else it takes from the
 * pod.
 */
package io.wheelwright.lab.node;
