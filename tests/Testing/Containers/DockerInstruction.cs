namespace EmailCampaign.Testing.Containers;

/// <param name="Name">As in <c>COPY</c>.</param>
/// <param name="Rest">What follows it.</param>
public sealed record DockerInstruction(string Name, string Rest);
