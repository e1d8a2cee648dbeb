namespace EmailCampaign.Testing.Clusters.Chaos;

/// <summary>What is done to a cluster at work.</summary>
public enum ChaosAction
{
    /// <summary><c>kill -9</c>, and a new process a while later.</summary>
    Kill = 0,

    /// <summary>SIGTERM, and a new process a while after its end.</summary>
    Terminate = 1,

    /// <summary>SIGSTOP, and SIGCONT so soon that claims are not judged yet.</summary>
    HangShort = 2,

    /// <summary>SIGSTOP, and SIGCONT so late that everything has gone on without the silo.</summary>
    HangLong = 3,

    /// <summary>The database crashes, and is started again a while later.</summary>
    CrashDatabase = 4,
}
