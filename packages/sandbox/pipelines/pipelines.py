"""The pipelines that the sandbox begins with, but for orders-features (test/fixtures/pipelines).

Compiled with `python pipelines.py` in this directory; needs kfp==2.17.0.
"""

from kfp import compiler, dsl


def step(task, cpu='250m', memory='512Mi'):
    return task.set_cpu_request(cpu).set_memory_request(memory).set_memory_limit(memory)


RISK = 'registry.example.com/risk/scoring:2.3.1'


@dsl.container_component
def load_payments(day: str, fail_at: str, payments: dsl.Output[dsl.Dataset]):
    return dsl.ContainerSpec(
        image=RISK, command=['scoring', 'load'],
        args=['--day', day, '--fail-at', fail_at, '--to', payments.path])


@dsl.container_component
def score_payments(payments: dsl.Input[dsl.Dataset], threshold: float, fail_at: str,
                   scores: dsl.Output[dsl.Dataset]):
    return dsl.ContainerSpec(
        image=RISK, command=['scoring', 'score'],
        args=['--from', payments.path, '--threshold', threshold, '--fail-at', fail_at,
              '--to', scores.path])


@dsl.container_component
def review_scores(scores: dsl.Input[dsl.Dataset], fail_at: str,
                  metrics: dsl.Output[dsl.Metrics]):
    return dsl.ContainerSpec(
        image=RISK, command=['scoring', 'review'],
        args=['--from', scores.path, '--fail-at', fail_at, '--to', metrics.path])


@dsl.container_component
def tell_reviewers(day: str):
    return dsl.ContainerSpec(
        image=RISK, command=['scoring', 'tell'], args=['--day', day])


@dsl.pipeline(name='payment-scores', description='Scores of the payments of a day')
def payment_scores(day: str, threshold: float = 0.8, fail_at: str = ''):
    tell = tell_reviewers(day=day)
    with dsl.ExitHandler(step(tell, '100m', '128Mi'), name='score'):
        load = step(load_payments(day=day, fail_at=fail_at))
        scores = step(
            score_payments(payments=load.outputs['payments'], threshold=threshold,
                           fail_at=fail_at), '500m', '1Gi')
        step(review_scores(scores=scores.outputs['scores'], fail_at=fail_at))


SALES = 'registry.example.com/sales/prices:0.9.0'


@dsl.container_component
def fetch_prices(market: str, fail_at: str, prices: dsl.Output[dsl.Dataset]):
    return dsl.ContainerSpec(
        image=SALES, command=['prices', 'fetch'],
        args=['--market', market, '--fail-at', fail_at, '--to', prices.path])


@dsl.container_component
def check_prices(prices: dsl.Input[dsl.Dataset], fail_at: str,
                 metrics: dsl.Output[dsl.Metrics]):
    return dsl.ContainerSpec(
        image=SALES, command=['prices', 'check'],
        args=['--from', prices.path, '--fail-at', fail_at, '--to', metrics.path])


@dsl.pipeline(name='price-check', description='Whether the prices of a market can be right')
def price_check(market: str = 'eu', fail_at: str = ''):
    fetch = step(fetch_prices(market=market, fail_at=fail_at), '100m', '256Mi')
    step(check_prices(prices=fetch.outputs['prices'], fail_at=fail_at), '100m', '256Mi')


if __name__ == '__main__':
    for pipeline in [payment_scores, price_check]:
        compiler.Compiler().compile(
            pipeline, f'{pipeline.name}.yaml')
