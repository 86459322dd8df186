/** `fetch` that tells the status of each answer; 0 where there was none. */
export function fetchTelling(
  told: (status: number) => void,
): (url: string, init: RequestInit) => Promise<Response> {
  return async (url, init) => {
    try {
      const response = await fetch(url, init);
      told(response.status);
      return response;
    } catch (error) {
      told(0);
      throw error;
    }
  };
}
