using EmailCampaign.Testing.Clusters;

namespace EmailCampaign.Testing.Containers;

/// <summary>Who has which address, as the containers of a network are told.</summary>
/// <param name="Hosts">One for each container.</param>
/// <param name="Names">Services outside of the containers, by name.</param>
public sealed record ContainerNetwork(NetworkHosts Hosts, IReadOnlyDictionary<string, string> Names);
