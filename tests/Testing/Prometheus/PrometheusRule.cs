namespace EmailCampaign.Testing.Prometheus;

/// <summary>A rule as the server has it.</summary>
/// <param name="Name">Of the alert, or of the series that it records.</param>
/// <param name="Query">Its expression, as the server prints it.</param>
/// <param name="IsAlert">Whether it is an alert.</param>
/// <param name="Health"><c>ok</c>, <c>err</c>, or <c>unknown</c> before its first evaluation.</param>
/// <param name="Error">Of the last evaluation; empty when there was none.</param>
public sealed record PrometheusRule(string Name, string Query, bool IsAlert, string Health, string Error);
