namespace EmailCampaign.Silo;

/// <summary>What the silo program ends with: a contract with whatever starts it.</summary>
internal static class SiloExit
{
    /// <summary>An orderly stop that was asked for; or the schema is up to date; or the silo that was asked is well.</summary>
    public const int Done = 0;

    /// <summary>The silo ended by itself, as when the cluster had declared it dead: start it again. Or the silo that was asked is not well.</summary>
    public const int Gone = 1;

    /// <summary>A usage or configuration error: starting again does not help.</summary>
    public const int Refused = 2;

    /// <summary>The database could not be reached: start it again later.</summary>
    public const int Unreachable = 3;
}
