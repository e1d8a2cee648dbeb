namespace EmailCampaign.Testing.Containers;

/// <param name="From">The image that the stage begins with.</param>
/// <param name="Alias">What later stages call it.</param>
/// <param name="Instructions">In order.</param>
public sealed record DockerStage(string From, string? Alias, IList<DockerInstruction> Instructions)
{
    public string Last(string name) => Instructions.Last(instruction => instruction.Name == name).Rest;
}
