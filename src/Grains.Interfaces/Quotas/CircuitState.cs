namespace EmailCampaign.Quotas;

/// <summary>The circuit breaker of an account on a silo; the numbers are the values of the metric <c>provider_circuit_state</c>.</summary>
[GenerateSerializer, Alias("EmailCampaign.CircuitState")]
public enum CircuitState
{
    /// <summary>Mails flow.</summary>
    Closed = 0,

    /// <summary>The account cannot be reached; nothing is sent until it is tried again.</summary>
    Open = 1,

    /// <summary>One slice tries whether it can be reached again.</summary>
    HalfOpen = 2,
}
