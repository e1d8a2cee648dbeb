namespace EmailCampaign.LoadTest.Measuring;

/// <summary>What a child process took.</summary>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Elapsed">From its start to its end.</param>
/// <param name="Cpu">User and system time.</param>
/// <param name="PeakMemory">Bytes of physical memory at the most.</param>
/// <param name="MachineCpu">Time that the machine's processors were busy meanwhile, with whatever; null where it cannot be known.</param>
/// <param name="LastLine">Of its standard output.</param>
internal sealed record MeasuredRun(DateTimeOffset StartedAt, TimeSpan Elapsed, TimeSpan Cpu, long PeakMemory, TimeSpan? MachineCpu, string LastLine);
